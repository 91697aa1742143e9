from django.contrib import admin

from .models import Brand, Category, City, Country, Customer, Order, OrderLine, Product, Return, Review, Supplier, Tag

admin.site.site_header = "Outdoor shop"


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    extra = 0
    raw_id_fields = ["product"]


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name", "sku", "price", "stock", "brand", "category"]
    search_fields = ["name", "sku"]
    autocomplete_fields = ["brand", "supplier", "tags"]


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "customer", "carrier", "status", "total"]
    list_select_related = ["customer", "carrier"]
    list_filter = ["status"]
    raw_id_fields = ["customer"]
    inlines = [OrderLineInline]


@admin.register(Supplier)
class SupplierAdmin(admin.ModelAdmin):
    list_display = ["name", "where"]
    search_fields = ["name"]

    def where(self, supplier):
        return f"{supplier.city.name}, {supplier.city.country.name}"


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ["name", "email", "country", "joined_on"]
    list_select_related = ["city__country"]
    search_fields = ["name", "email"]

    def country(self, customer):
        return customer.city.country.name


@admin.register(Return)
class ReturnAdmin(admin.ModelAdmin):
    list_display = ["received_at", "customer", "reason"]
    raw_id_fields = ["order"]

    def customer(self, return_):
        return return_.order.customer.name


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["product", "author", "stars", "created_at"]
    list_select_related = ["product"]
    show_full_result_count = False
    raw_id_fields = ["product"]


@admin.register(Brand)
class BrandAdmin(admin.ModelAdmin):
    list_display = ["name", "number_of_products"]
    search_fields = ["name"]

    def number_of_products(self, brand):
        return brand.products.count()


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(City)
class CityAdmin(admin.ModelAdmin):
    """With no list_display the list shows __str__, which names the country."""


admin.site.register(Category)
admin.site.register(Country)
