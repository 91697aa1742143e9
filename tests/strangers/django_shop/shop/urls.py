from django.urls import path

from .views import store

app_name = "shop"
urlpatterns = [
    path("", store.home, name="home"),
    path("products/", store.products, name="products"),
    path("products/<int:pk>/", store.product, name="product"),
    path("products/<int:pk>/reviews/", store.reviews, name="reviews"),
    path("products/<int:pk>/questions/", store.questions, name="questions"),
    path("new/", store.new_arrivals, name="new"),
    path("collections/", store.collections, name="collections"),
    path("guides/", store.guides, name="guides"),
    path("brands/", store.brands, name="brands"),
    path("categories/", store.categories, name="categories"),
    path("search/", store.search, name="search"),
    path("search/sku/", store.search_sku, name="search-sku"),
    path("deals/", store.deals, name="deals"),
    path("inspiration/", store.inspiration, name="inspiration"),
    path("gift-cards/<slug:code>/", store.gift_card, name="gift-card"),
    path("cart/", store.cart, name="cart"),
    path("checkout/", store.checkout, name="checkout"),
    path("cart/add/", store.add_to_cart, name="add-to-cart"),
]
