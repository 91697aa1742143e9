"""Fills an empty database with the same rows every time: python -m parcels.seed FACTOR"""

import random
import sys
from datetime import date, datetime, timedelta

from .database import Base, engine
from .models import (CustomsForm, Damage, Depot, Driver, Parcel, Region, Scan, Sender, Stop, Tariff, Tour,
                     Vehicle)

PLACES = ["Aalen", "Brno", "Córdoba", "Delft", "Évora", "Flåm", "Gent", "Huesca", "Imola", "Jena", "Kłodzko", "Lund"]
NAMES = ["Abels", "Bošković", "Cruz", "De Vries", "Ekström", "Ferrari", "Gómez", "Hájek", "Iversen", "Jørgensen", "Klein", "O'Brien"]
GOODS = "books shoes glass paper tools coffee seeds paint lamps cables cloth soap tea spare parts toys".split()
BUSY_DAY = datetime(2024, 3, 1)


def main(factor):
    draw = random.Random(11)
    Base.metadata.create_all(engine)

    def text(words):
        return " ".join(draw.choices(GOODS, k=words))

    def moment():
        return datetime(2021, 1, 1) + timedelta(minutes=draw.randrange(3 * 365 * 24 * 60))

    def fill(connection, table, number, row):
        rows = [{"id": i + 1, **row(i)} for i in range(number)]
        for begin in range(0, number, 1000):
            connection.execute(table.__table__.insert().values(rows[begin:begin + 1000]))
        return number

    with engine.begin() as connection:
        regions = fill(connection, Region, 12, lambda i: {"name": f"{PLACES[i]} region"})
        depots = fill(connection, Depot, 120, lambda i: {"name": f"{draw.choice(PLACES)} {i}", "region_id": 1 + i % regions})
        vehicles = fill(connection, Vehicle, 400, lambda i: {"plate": f"LG-{1000 + i}", "depot_id": 1 + draw.randrange(depots)})
        drivers = fill(connection, Driver, 500, lambda i: {"name": f"{draw.choice(NAMES)} {i}", "depot_id": 1 + draw.randrange(depots)})
        senders = fill(connection, Sender, 800 * factor, lambda i: {
            "name": f"{draw.choice(NAMES)} Ltd {i}", "email": f"sender{i}@mail.example", "depot_id": 1 + draw.randrange(depots),
            "contract_since": date(2015, 1, 1) + timedelta(days=draw.randrange(2000))})
        tours = fill(connection, Tour, 1000 * factor, lambda i: {
            "day": BUSY_DAY.date() if i < 15 else moment().date(), "vehicle_id": 1 + (i * 7) % vehicles, "driver_id": 1 + (i * 11) % drivers})
        fill(connection, Stop, tours * 6, lambda i: {
            "tour_id": 1 + i // 6, "position": 1 + i % 6, "street": f"{draw.choice(PLACES)}straat {draw.randrange(200)}"})
        parcels = fill(connection, Parcel, 4000 * factor, lambda i: {
            "number": f"P{i:08}", "customer_reference": f"R{(i * 37) % 1000003:07}", "weight_grams": 100 + draw.randrange(20000),
            "content": f"porcelain, {text(2)}" if i in (9, 99, 999) else text(4), "service": draw.choice(["economy", "express", "night"]),
            "posted_at": BUSY_DAY + timedelta(hours=7, minutes=i) if i < 14 else moment(), "sender_id": 1 + draw.randrange(senders),
            "depot_id": 1 + draw.randrange(depots)})
        fill(connection, Scan, 8000 * factor, lambda i: {
            "parcel_id": 1 + i // 2, "depot_id": 1 if i % 10 == 0 else 1 + draw.randrange(depots), "scanned_at": moment(),
            "state": draw.choice(["received", "sorted", "loaded"])})
        fill(connection, Damage, 3000 * factor, lambda i: {
            "parcel_id": 1 + draw.randrange(parcels), "depot_id": 1 if i % 10 == 0 else 1 + draw.randrange(depots),
            "note": text(4), "reported_at": moment()})
        fill(connection, CustomsForm, 150, lambda i: {"title": f"Form {1000 + i}", "country": draw.choice(PLACES), "text": text(1500)})
        connection.execute(Tariff.__table__.insert().values([
            {"service": "economy", "base": 3, "per_kilogram": "0.80"}, {"service": "express", "base": 6, "per_kilogram": "1.20"},
            {"service": "night", "base": 9, "per_kilogram": "1.90"}]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
