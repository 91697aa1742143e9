"""The bookshop of sql/schema.sql. The foreign keys are nullable here, because Django joins a required one with INNER JOIN, for which
MariaDB may choose another order of the tables than for the LEFT JOIN of the other programs."""

from django.db import models


def reference(to, **options):
    return models.ForeignKey(to, models.DO_NOTHING, null=True, **options)


class Author(models.Model):
    name = models.CharField(max_length=200)
    country_id = models.BigIntegerField()
    born = models.IntegerField()

    class Meta:
        managed = False
        db_table = "author"


class Book(models.Model):
    title = models.CharField(max_length=255)
    author = reference(Author)
    publisher_id = models.BigIntegerField()
    year = models.IntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True)

    class Meta:
        managed = False
        db_table = "book"


class Customer(models.Model):
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=200)
    country_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "customer"


class Order(models.Model):
    customer = reference(Customer)
    placed_at = models.DateTimeField()
    status = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "customer_order"


class OrderItem(models.Model):
    order = reference(Order, related_name="items")
    book = reference(Book)
    quantity = models.IntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        managed = False
        db_table = "order_item"
