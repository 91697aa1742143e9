from django.contrib import admin
from django.contrib.auth.views import LoginView
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("login/", LoginView.as_view(), name="login"),
    path("api/", include("shop.urls_api")),
    path("staff/", include("shop.urls_staff")),
    path("", include("shop.urls")),
]
