"""Parcels, their senders and their prices."""

import csv
import io
from datetime import datetime, time, timedelta
from decimal import Decimal

from flask import Blueprint, Response, abort, jsonify, render_template, request
from sqlalchemy import func
from sqlalchemy.orm import joinedload, load_only, selectinload

from .arguments import after, day, page, size
from .database import engine, session
from .models import Announcement, CustomsForm, Parcel, Scan, Sender, Tariff

pages = Blueprint("parcels", __name__)


@pages.route("/parcels")
def parcels():
    found = session.query(Parcel).order_by(Parcel.id).limit(size()).all()
    return render_template("parcels.html", title="Parcels", parcels=found)


@pages.route("/parcels/incoming")
def incoming():
    found = (session.query(Parcel).options(selectinload(Parcel.sender)).filter(Parcel.id > after())
             .order_by(Parcel.id).limit(size()).all())
    return render_template("parcels.html", title="Incoming", parcels=found)


@pages.route("/parcels/search")
def search():
    words = request.args.get("q", "")
    found = session.query(Parcel).filter(Parcel.content.contains(words)).order_by(Parcel.number).limit(20)
    return jsonify([{"number": parcel.number, "content": parcel.content} for parcel in found])


@pages.route("/parcels/range")
def number_range():
    start = request.args.get("start", "P0000")
    found = session.query(Parcel).filter(Parcel.number >= start).order_by(Parcel.number).limit(size())
    return jsonify([{"number": parcel.number, "content": parcel.content} for parcel in found])


@pages.route("/parcels/<number>")
def parcel(number):
    found = session.query(Parcel).options(joinedload(Parcel.sender), joinedload(Parcel.depot)).filter_by(number=number).first()
    if not found:
        abort(404)
    scans = session.query(Scan).filter_by(parcel_id=found.id).order_by(Scan.id).all()
    return render_template("parcel.html", title=f"Parcel {number}", parcel=found, scans=scans)


@pages.route("/reference/<reference>")
def by_reference(reference):
    found = session.query(Parcel).filter_by(customer_reference=reference).all()
    return jsonify([{"number": parcel.number, "reference": parcel.customer_reference} for parcel in found])


@pages.route("/labels")
def labels():
    found = (session.query(Parcel).options(load_only(Parcel.number, Parcel.service)).filter(Parcel.id > after())
             .order_by(Parcel.id).limit(size()))
    return jsonify([{"number": parcel.number, "service": parcel.service} for parcel in found])


def price_of(parcel):
    tariff = session.query(Tariff).filter(Tariff.service == parcel.service).one()
    return tariff.base + tariff.per_kilogram * Decimal(parcel.weight_grams) / 1000


@pages.route("/quotes")
def quotes():
    found = session.query(Parcel).order_by(Parcel.id).limit(size()).all()
    return jsonify([{"number": parcel.number, "price": f"{price_of(parcel):.2f}"} for parcel in found])


@pages.route("/invoices")
def invoices():
    tariffs = {tariff.service: tariff for tariff in session.query(Tariff)}
    found = session.query(Parcel).filter(Parcel.id > after()).order_by(Parcel.id).limit(size()).all()
    prices = [(parcel, tariffs[parcel.service].base + tariffs[parcel.service].per_kilogram * Decimal(parcel.weight_grams) / 1000)
              for parcel in found]
    return jsonify([{"number": parcel.number, "price": f"{price:.2f}"} for parcel, price in prices])


@pages.route("/senders")
def senders():
    found = session.query(Sender).filter(Sender.id > after()).order_by(Sender.id).limit(size()).all()
    return jsonify({"senders": [{"id": sender.id, "email": sender.email} for sender in found]})


@pages.route("/scans")
def scans():
    """All scans, newest first."""
    everything = session.query(Scan).order_by(Scan.id.desc()).all()
    begin = (page() - 1) * size()
    return jsonify({"scans": [{"id": scan.id, "state": scan.state} for scan in everything[begin:begin + size()]]})


@pages.route("/posted")
def posted():
    """The number of parcels posted on a day, by service."""
    begin = datetime.combine(day(), time())
    rows = (session.query(Parcel.service, func.count()).filter(Parcel.posted_at >= begin, Parcel.posted_at < begin + timedelta(days=1))
            .group_by(Parcel.service).order_by(Parcel.service))
    return jsonify([{"service": service, "parcels": number} for service, number in rows])


@pages.route("/posted/list")
def posted_list():
    found = session.query(Parcel).filter(func.date(Parcel.posted_at) == day()).order_by(Parcel.posted_at)
    return jsonify([{"number": parcel.number, "posted_at": parcel.posted_at.isoformat()} for parcel in found])


@pages.route("/customs")
def customs():
    found = session.query(CustomsForm).order_by(CustomsForm.title).limit(size())
    return render_template("customs.html", title="Customs forms", forms=[{"id": form.id, "title": form.title, "country": form.country} for form in found])


@pages.route("/customs/<int:number>")
def customs_form(number):
    form = session.get(CustomsForm, number)
    if not form:
        abort(404)
    return jsonify({"title": form.title, "country": form.country, "text": form.text})


@pages.route("/export/weights.csv")
def export_weights():
    def rows():
        with engine.connect().execution_options(stream_results=True) as connection:
            for part in connection.execute(Parcel.__table__.select().order_by(Parcel.id)).partitions(500):
                text = io.StringIO()
                csv.writer(text).writerows((row.number, row.weight_grams) for row in part)
                yield text.getvalue()
    return Response(rows(), mimetype="text/csv")


@pages.route("/announce", methods=["POST"])
def announce():
    session.query(Announcement).filter_by(batch="web").delete()
    session.commit()
    rows = request.get_json()["rows"][:1000]
    for row in rows:
        session.add(Announcement(batch="web", reference=row["reference"], weight_grams=row["weight"]))
        session.commit()
    return jsonify({"announced": len(rows)})


@pages.route("/announce/batch", methods=["POST"])
def announce_batch():
    session.query(Announcement).filter_by(batch="batch").delete()
    rows = request.get_json()["rows"][:1000]
    session.execute(Announcement.__table__.insert().values(
        [{"batch": "batch", "reference": row["reference"], "weight_grams": row["weight"]} for row in rows]))
    session.commit()
    return jsonify({"announced": len(rows)})
