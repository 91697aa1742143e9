"""The JSON interface for the till, the app and partners."""

from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from ..models import Currency, Customer, Guide, Order, OrderLine, Product, Review
from .params import after, per_page, positive


def in_currency(amount, code):
    currency = Currency.objects.get(code=code)
    return f"{amount * currency.rate:.2f}"


def products(request):
    found = after(request, Product.objects.only("name", "price"))[:per_page(request)]
    return JsonResponse({"products": [{"id": each.pk, "name": each.name, "price": str(each.price)} for each in found]})


def guides(request):
    found = after(request, Guide.objects.all())[:per_page(request)]
    return JsonResponse({"guides": [{"id": each.pk, "title": each.title, "author": each.author} for each in found]})


def prices(request):
    code = request.GET.get("currency", "SEK")
    found = after(request, Product.objects.only("sku", "price"))[:per_page(request)]
    return JsonResponse({"prices": [{"sku": each.sku, "price": in_currency(each.price, code)} for each in found]})


def price_list(request):
    currency = get_object_or_404(Currency, code=request.GET.get("currency", "SEK"))
    found = after(request, Product.objects.only("sku", "price"))[:per_page(request)]
    return JsonResponse({"prices": [{"sku": each.sku, "price": f"{each.price * currency.rate:.2f}"} for each in found]})


def offers(request):
    found = (Product.objects.only("name", "price").filter(stock__gt=0)
             .prefetch_related("tags", "reviews").order_by("pk")[:per_page(request)])
    return JsonResponse({"offers": [{"id": each.pk, "name": each.name, "price": str(each.price)} for each in found]})


def availability(request):
    found = Product.objects.only("name", "stock").prefetch_related("tags").order_by("pk")[:per_page(request)]
    return JsonResponse({"products": [
        {"id": each.pk, "name": each.name, "stock": each.stock, "tags": [tag.name for tag in each.tags.all()]} for each in found]})


def orders(request):
    found = after(request, Order.objects.all())[:per_page(request)]
    return JsonResponse({"orders": [
        {
            "number": order.number,
            "customer": order.customer.name,
            "city": order.customer.city.name,
            "country": order.customer.city.country.name,
            "carrier": order.carrier.name,
            "total": str(order.total),
        }
        for order in found
    ]})


def shipments(request):
    lines = OrderLine.objects.select_related("product").only("order", "quantity", "product__sku")
    found = (after(request, Order.objects.select_related("customer__city__country", "carrier"))
             .prefetch_related(Prefetch("lines", queryset=lines))[:per_page(request)])
    return JsonResponse({"shipments": [
        {
            "number": order.number,
            "to": f"{order.customer.name}, {order.customer.city.name}, {order.customer.city.country.name}",
            "carrier": order.carrier.name,
            "lines": [{"sku": line.product.sku, "quantity": line.quantity} for line in order.lines.all()],
        }
        for order in found
    ]})


def reviews(request):
    size, page = per_page(request), positive(request, "page", 1, 10_000)
    everything = list(Review.objects.order_by("pk"))
    shown = everything[(page - 1) * size:page * size]
    return JsonResponse({
        "page": page,
        "pages": -(-len(everything) // size),
        "reviews": [{"id": each.pk, "author": each.author, "stars": each.stars, "text": each.text} for each in shown],
    })


def customers(request):
    found = list(after(request, Customer.objects.prefetch_related("city"))[:per_page(request)])
    return JsonResponse({
        "customers": [{"id": each.pk, "name": each.name, "city": each.city.name} for each in found],
        "next": f"?after={found[-1].pk}" if found else None,
    })


def scan(request, barcode):
    product = get_object_or_404(Product.objects.only("sku", "name", "price", "stock"), barcode=barcode)
    return JsonResponse({"sku": product.sku, "name": product.name, "price": str(product.price), "stock": product.stock})
