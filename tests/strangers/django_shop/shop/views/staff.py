import csv
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone

from django.contrib.admin.views.decorators import staff_member_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, F, Sum
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Carrier, Customer, Order, OrderLine, Product, Return, Review, Supplier
from .params import after, per_page

COUNTED_AT_MOST = 500
staff_only = staff_member_required(login_url="/login/")


def day_of(request):
    try:
        return date.fromisoformat(request.GET.get("date", "2024-03-01"))
    except ValueError:
        raise Http404("date must be a date such as 2024-03-01")


def most_sold():
    return list(OrderLine.objects.values(name=F("product__name")).annotate(sold=Sum("quantity")).order_by("-sold", "name")[:10])


@staff_only
def home(request):
    return render(request, "shop/staff/home.html")


@staff_only
def dashboard(request):
    context = {
        "top": most_sold(),
        "revenue": Order.objects.filter(status="paid").aggregate(sum=Sum("total"))["sum"],
    }
    return render(request, "shop/staff/dashboard.html", context)


@staff_only
def bestsellers(request):
    return render(request, "shop/staff/bestsellers.html", {"top": cache.get_or_set("bestsellers", most_sold, 600)})


@staff_only
def orders(request):
    paginator = Paginator(Order.objects.select_related("customer").order_by("-pk"), per_page(request))
    return render(request, "shop/staff/orders.html", {"page": paginator.get_page(request.GET.get("page"))})


@staff_only
def orders_of_day(request):
    day = day_of(request)
    found = Order.objects.filter(placed_at__date=day).order_by("placed_at")
    return render(request, "shop/staff/day.html", {"day": day, "rows": [(order.number, order.placed_at) for order in found]})


@staff_only
def returns_of_day(request):
    day = day_of(request)
    begin = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    found = (Return.objects.filter(received_at__gte=begin, received_at__lt=begin + timedelta(days=1))
             .select_related("order").order_by("received_at"))
    return render(request, "shop/staff/day.html", {"day": day, "rows": [(each.order.number, each.received_at) for each in found]})


@staff_only
def low_reviews(request):
    """The page shows "more than 500" instead of an exact number, which nobody needs."""
    low = Review.objects.filter(stars__lte=2)
    number = low.order_by()[:COUNTED_AT_MOST + 1].count()
    shown = after(request, low.prefetch_related("product"))[:per_page(request)]
    return render(request, "shop/staff/low_reviews.html", {
        "number": f"more than {COUNTED_AT_MOST}" if number > COUNTED_AT_MOST else number, "reviews": shown})


@staff_only
def sales_by_brand(request):
    sold = defaultdict(int)
    for line in OrderLine.objects.select_related("product__brand"):
        sold[line.product.brand.name] += line.quantity
    rows = sorted(sold.items(), key=lambda row: (-row[1], row[0]))[:20]
    return render(request, "shop/staff/sales.html", {"title": "Sales by brand", "rows": rows})


@staff_only
def sales_by_carrier(request):
    rows = (Carrier.objects.annotate(number=Count("order")).order_by("-number", "name").values_list("name", "number"))
    return render(request, "shop/staff/sales.html", {"title": "Orders by carrier", "rows": rows})


@staff_only
def reorder(request):
    """Products to order, and what else could come in the same parcel from their suppliers."""
    rows = []
    for product in Product.objects.order_by("stock", "pk")[:per_page(request)]:
        supplier = Supplier.objects.get(pk=product.supplier_id)
        others = Product.objects.filter(supplier=supplier).exclude(pk=product.pk).order_by("stock", "pk")[:5]
        rows.append({"product": product, "supplier": supplier, "others": list(others)})
    return render(request, "shop/staff/reorder.html", {"rows": rows})


@staff_only
def picking(request):
    orders = after(request, Order.objects.prefetch_related("carrier"))[:per_page(request)]
    lines = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=[order.pk for order in orders]).select_related("product").order_by("pk"):
        lines[line.order_id].append(line)
    return render(request, "shop/staff/picking.html", {"orders": [(order, lines[order.pk]) for order in orders]})


@staff_only
def newsletter(request):
    readers = list(Customer.objects.filter(newsletter=True).values_list("pk", flat=True))
    recent = Order.objects.filter(customer_id__in=readers).order_by("-pk")[:20]
    return render(request, "shop/staff/order_numbers.html", {"title": "Latest orders by readers of the newsletter", "orders": recent})


@staff_only
def orders_of_customer(request, pk):
    customer = get_object_or_404(Customer, pk=pk)
    recent = customer.orders.order_by("-pk")[:20]
    return render(request, "shop/staff/order_numbers.html", {"title": f"Latest orders by {customer}", "orders": recent})


class Echo:
    """A file-like object that returns what is written, for csv.writer in a stream."""

    def write(self, value):
        return value


@staff_only
def export_orders(request):
    response = HttpResponse(content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="orders.csv"'
    writer = csv.writer(response)
    for order in Order.objects.select_related("customer").order_by("pk"):
        writer.writerow([order.number, order.customer.name, order.placed_at.isoformat(), order.total])
    return response


@staff_only
def export_customers(request):
    writer = csv.writer(Echo())
    rows = (writer.writerow([each.name, each.email, each.joined_on]) for each in Customer.objects.order_by("pk").iterator(500))
    response = StreamingHttpResponse(rows, content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="customers.csv"'
    return response
