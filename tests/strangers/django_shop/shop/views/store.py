import random

from django.db.models import Count, Max
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ..models import Brand, Category, Collection, GiftCard, Guide, Product
from .params import after, per_page


def home(request):
    newest = Product.objects.select_related("brand").order_by("-added_at")[:12]
    return render(request, "shop/home.html", {"products": newest})


def products(request):
    page = list(after(request, Product.objects.all())[:per_page(request)])
    return render(request, "shop/products.html", {"products": page, "last": page[-1].pk if page else None})


def new_arrivals(request):
    page = Product.objects.select_related("brand").order_by("-added_at")[:per_page(request)]
    return render(request, "shop/new.html", {"products": page})


def product(request, pk):
    product = get_object_or_404(Product.objects.select_related("brand", "category"), pk=pk)
    context = {
        "product": product,
        "tags": product.tags.all(),
        "questions": product.questions.order_by("-asked_at")[:5],
        "others": Product.objects.filter(category=product.category).exclude(pk=pk).order_by("pk")[:4],
    }
    return render(request, "shop/product.html", context)


def reviews(request, pk):
    product = get_object_or_404(Product, pk=pk)
    newest = product.reviews.order_by("-created_at")[:per_page(request)]
    return render(request, "shop/reviews.html", {"product": product, "reviews": newest})


def questions(request, pk):
    product = get_object_or_404(Product, pk=pk)
    newest = product.questions.order_by("-asked_at")[:per_page(request)]
    return render(request, "shop/questions.html", {"product": product, "questions": newest})


def collections(request):
    return render(request, "shop/collections.html", {"collections": Collection.objects.order_by("pk")[:per_page(request)]})


def guides(request):
    page = Guide.objects.defer("body").prefetch_related("products__brand").order_by("-published_on", "-pk")[:per_page(request)]
    return render(request, "shop/guides.html", {"guides": page})


def brands(request):
    return render(request, "shop/brands.html", {"brands": Brand.objects.order_by("name")[:per_page(request)]})


def categories(request):
    page = Category.objects.annotate(children=Count("category")).order_by("name")[:per_page(request)]
    return render(request, "shop/categories.html", {"categories": page})


def search(request):
    words = request.GET.get("q", "").strip()
    found = Product.objects.filter(name__icontains=words).order_by("name")[:20] if words else []
    return render(request, "shop/search.html", {"words": words, "products": found})


def search_sku(request):
    """A range instead of `startswith`, which Django makes LIKE BINARY on MySQL, where no index helps."""
    start = request.GET.get("q", "").strip().upper()
    found = Product.objects.filter(sku__gte=start, sku__lt=start + "~").order_by("sku")[:20] if start else []
    return render(request, "shop/search.html", {"words": start, "products": found})


def deals(request):
    picked = Product.objects.filter(stock__gt=0).order_by("?")[:6]
    return render(request, "shop/picks.html", {"title": "Deals of the moment", "products": picked})


def inspiration(request):
    """Six products that may have gaps between their keys, so a few more are drawn."""
    highest = Product.objects.aggregate(Max("pk"))["pk__max"] or 0
    drawn = random.sample(range(1, highest + 1), min(highest, 12))
    picked = Product.objects.filter(pk__in=drawn)[:6]
    return render(request, "shop/picks.html", {"title": "Be inspired", "products": picked})


def gift_card(request, code):
    card = get_object_or_404(GiftCard, code=code)
    return JsonResponse({"code": card.code, "balance": str(card.balance)})


def cart(request):
    quantities = {int(pk): number for pk, number in request.session.get("cart", {}).items()}
    products = Product.objects.in_bulk(quantities)
    lines = [{"product": products[pk], "quantity": number, "price": products[pk].price * number}
             for pk, number in quantities.items() if pk in products]
    return render(request, "shop/cart.html", {"lines": lines, "total": sum(line["price"] for line in lines)})


def checkout(request):
    lines = []
    for pk, number in request.session.get("cart", {}).items():
        product = Product.objects.get(pk=pk)
        lines.append({"product": product, "quantity": number, "price": product.price * number})
    return render(request, "shop/cart.html", {"lines": lines, "total": sum(line["price"] for line in lines)})


@require_POST
def add_to_cart(request):
    product = get_object_or_404(Product, pk=request.POST.get("product"))
    cart = request.session.setdefault("cart", {})
    cart[str(product.pk)] = cart.get(str(product.pk), 0) + 1
    request.session.modified = True
    return redirect("shop:cart")
