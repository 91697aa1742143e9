from django.urls import path

from .views import api, feeds

urlpatterns = [
    path("products/", api.products),
    path("guides/", api.guides),
    path("prices/", api.prices),
    path("price-list/", api.price_list),
    path("offers/", api.offers),
    path("availability/", api.availability),
    path("orders/", api.orders),
    path("shipments/", api.shipments),
    path("reviews/", api.reviews),
    path("customers/", api.customers),
    path("scan/<str:barcode>/", api.scan),
    path("feeds/supplier/", feeds.supplier_prices),
    path("feeds/wholesale/", feeds.wholesale_prices),
    path("feeds/stock/", feeds.stock_levels),
    path("feeds/warehouse/", feeds.warehouse_levels),
]
