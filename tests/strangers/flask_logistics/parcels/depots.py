"""Depots and what happens in them."""

from collections import defaultdict

from flask import Blueprint, jsonify, render_template
from sqlalchemy import func

from .arguments import size
from .database import engine, session
from .models import Damage, Depot, Parcel, Scan, Vehicle

pages = Blueprint("depots", __name__)


@pages.route("/depots")
def depots():
    rows = []
    for depot in session.query(Depot).order_by(Depot.name, Depot.id).limit(size()):
        waiting = session.query(func.count(Parcel.id)).filter(Parcel.depot_id == depot.id).scalar()
        rows.append({"name": depot.name, "number": waiting})
    return render_template("depots.html", title="Parcels by depot", rows=rows)


@pages.route("/depots/fleet")
def fleet():
    found = (session.query(Depot.name, func.count(Vehicle.id)).outerjoin(Vehicle).group_by(Depot.id, Depot.name)
             .order_by(Depot.id).limit(size()))
    return render_template("depots.html", title="Vehicles by depot", rows=[{"name": name, "number": number} for name, number in found])


@pages.route("/depots/<int:number>/scans")
def scans(number):
    found = session.query(Scan).filter_by(depot_id=number).order_by(Scan.scanned_at.desc()).limit(size())
    return jsonify([{"parcel": scan.parcel_id, "state": scan.state} for scan in found])


@pages.route("/depots/<int:number>/damages")
def damages(number):
    found = session.query(Damage).filter_by(depot_id=number).order_by(Damage.reported_at.desc()).limit(size())
    return jsonify([{"parcel": damage.parcel_id, "note": damage.note} for damage in found])


@pages.route("/reports/weight")
def weight():
    """The heaviest depots."""
    grams = defaultdict(int)
    for parcel in session.query(Parcel):
        grams[parcel.depot_id] += parcel.weight_grams
    heaviest = sorted(grams.items(), key=lambda item: (-item[1], item[0]))[:10]
    return jsonify([{"depot": depot, "kilograms": total // 1000} for depot, total in heaviest])


@pages.route("/inspections")
def inspections():
    """Five parcels that customs should look into."""
    shuffled = func.rand() if engine.dialect.name == "mysql" else func.random()
    return jsonify([{"number": parcel.number} for parcel in session.query(Parcel).order_by(shuffled).limit(5)])
