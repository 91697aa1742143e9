from django.urls import path

from .views import staff

app_name = "staff"
urlpatterns = [
    path("", staff.home, name="home"),
    path("dashboard/", staff.dashboard, name="dashboard"),
    path("bestsellers/", staff.bestsellers, name="bestsellers"),
    path("orders/", staff.orders, name="orders"),
    path("orders/day/", staff.orders_of_day, name="orders-of-day"),
    path("returns/day/", staff.returns_of_day, name="returns-of-day"),
    path("reviews/low/", staff.low_reviews, name="low-reviews"),
    path("sales/brands/", staff.sales_by_brand, name="sales-by-brand"),
    path("sales/carriers/", staff.sales_by_carrier, name="sales-by-carrier"),
    path("reorder/", staff.reorder, name="reorder"),
    path("picking/", staff.picking, name="picking"),
    path("newsletter/", staff.newsletter, name="newsletter"),
    path("customers/<int:pk>/orders/", staff.orders_of_customer, name="orders-of-customer"),
    path("export/orders.csv", staff.export_orders, name="export-orders"),
    path("export/customers.csv", staff.export_customers, name="export-customers"),
]
