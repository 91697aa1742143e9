from django.urls import path
from shop import views

urlpatterns = [
    path("n-plus-one/slow", views.books_slow),
    path("n-plus-one/fast", views.books_fast),
    path("serializer", views.orders),
    path("fragment-cache", views.front),
    path("pagination", views.list_of_books),
    path("trivial", views.trivial),
]
