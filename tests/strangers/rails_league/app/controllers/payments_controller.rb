class PaymentsController < ApplicationController
  def month
    payments = Payment.where("YEAR(paid_on) = ? AND MONTH(paid_on) = ?", day.year, day.month).order(:id)
    render json: payments.map { |payment| { id: payment.id, cents: payment.cents } }
  end

  def range
    render json: Payment.where(paid_on: day.all_month).order(:paid_on, :id).map { |payment| { id: payment.id, cents: payment.cents } }
  end

  def fees
    payments = Payment.where("id > ?", after).order(:id).limit(per)
    render json: payments.map { |payment| { id: payment.id, amount: helpers.money(payment.cents) } }
  end

  def by_kind
    sums = Payment.all.group_by(&:kind).transform_values { |payments| payments.sum(&:cents) }
    render json: sums.sort.map { |kind, cents| { kind: kind, cents: cents } }
  end

  def day_sums
    render json: Payment.where(paid_on: day).group(:kind).order(:kind).sum(:cents).map { |kind, cents| { kind: kind, cents: cents } }
  end
end
