"""Data that suppliers and the warehouse send. Each feed replaces what it sent before."""

import json
from decimal import Decimal

from django.db import transaction
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..models import Product, SupplierPrice

MAXIMUM = 1000


def rows_of(request):
    return json.loads(request.body)["rows"][:MAXIMUM]


@csrf_exempt
@require_POST
def supplier_prices(request):
    SupplierPrice.objects.filter(feed="supplier").delete()
    rows = rows_of(request)
    for row in rows:
        SupplierPrice.objects.create(feed="supplier", sku=row["sku"], price=Decimal(row["price"]))
    return JsonResponse({"stored": len(rows)})


@csrf_exempt
@require_POST
@transaction.atomic
def wholesale_prices(request):
    SupplierPrice.objects.filter(feed="wholesale").delete()
    prices = [SupplierPrice(feed="wholesale", sku=row["sku"], price=Decimal(row["price"])) for row in rows_of(request)]
    SupplierPrice.objects.bulk_create(prices, batch_size=500)
    return JsonResponse({"stored": len(prices)})


@csrf_exempt
@require_POST
def stock_levels(request):
    changed = 0
    for row in rows_of(request):
        product = Product.objects.get(sku=row["sku"])
        product.stock = row["stock"]
        product.save()
        changed += 1
    return JsonResponse({"changed": changed})


@csrf_exempt
@require_POST
@transaction.atomic
def warehouse_levels(request):
    levels = {row["sku"]: row["stock"] for row in rows_of(request)}
    products = list(Product.objects.filter(sku__in=levels).only("sku", "stock"))
    for product in products:
        product.stock = levels[product.sku]
    Product.objects.bulk_update(products, ["stock"], batch_size=500)
    return JsonResponse({"changed": len(products)})
