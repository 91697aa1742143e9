from django.db.models import Prefetch, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from shop import blocks
from shop.models import Book, Order, OrderItem

BOOKS_PER_PAGE = 50


def number(request, name, default):
    return int(request.GET.get(name, default))


def books_page(request, books):
    return render(request, "books.html", {"title": "a list of books with their authors' names", "books": books})


def books_slow(request):
    return books_page(request, Book.objects.order_by("id")[:number(request, "n", 100)])


def books_fast(request):
    return books_page(request, Book.objects.select_related("author").order_by("id")[:number(request, "n", 100)])


def item_document(item):
    rating = item.book.rating
    return {"title": item.book.title, "rating": None if rating is None else float(rating), "quantity": item.quantity, "price": str(item.price)}


def order_document(order):
    return {"id": order.id, "placed_at": order.placed_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "status": order.status,
            "customer": order.customer.name, "items": [item_document(item) for item in order.items.all()]}


def orders(request):
    items = Prefetch("items", OrderItem.objects.select_related("book").order_by("order_id", "id"))
    found = Order.objects.select_related("customer").prefetch_related(items).order_by("id")[:number(request, "n", 100)]
    return JsonResponse({"orders": [order_document(order) for order in found]})


def front(request):
    return render(request, "front.html", {
        "title": "the shop front: a greeting, best sellers, newest reviews, a tag cloud", "best_sellers": blocks.best_sellers,
        "newest_reviews": blocks.newest_reviews, "tag_cloud": blocks.tag_cloud})


def list_of_books(request):
    """By keyset: the rows after the last one of the page before."""
    page = number(request, "page", 1)
    books = Book.objects.order_by("year", "id").values("id", "year", "title", "price")
    if page > 1:
        year, book_id = map(int, request.GET["after"].split(","))
        books = books.filter(Q(year__gt=year) | Q(id__gt=book_id), year__gte=year)
    books = list(books[:BOOKS_PER_PAGE + 1])
    shown = books[:BOOKS_PER_PAGE]
    return render(request, "list.html", {
        "title": "books by year, 50 on a page", "page": page, "books": shown, "previous": page - 1, "next": page + 1,
        "first_shown": shown[0], "last_shown": shown[-1] if len(books) > BOOKS_PER_PAGE else None})


def trivial(request):
    return HttpResponse("<!doctype html><title>Trivial</title><p>Nothing.</p>\n")
