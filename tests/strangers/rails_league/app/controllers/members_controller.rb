class MembersController < ApplicationController
  def index
    @total = Member.count
    @members = Member.order(:id).offset((page - 1) * per).limit(per)
  end

  def list
    members = Member.select(:id, :name).where("id > ?", after).order(:id).limit(per)
    render json: { members: members.map { |member| { id: member.id, name: member.name } }, next: members.last&.id }
  end

  def show
    @member = Member.includes(:club).find(params[:id])
    @payments = @member.payments.order(id: :desc).limit(5)
  end

  def search
    found = Member.where("name LIKE ?", "%#{Member.sanitize_sql_like(params[:q].to_s)}%").order(:email).limit(20)
    render json: found.map { |member| { name: member.name, email: member.email } }
  end

  def starting
    found = Member.where("email LIKE ?", "#{Member.sanitize_sql_like(params[:q].to_s)}%").order(:email).limit(per)
    render json: found.map { |member| { name: member.name, email: member.email } }
  end

  def card
    member = Member.find_by!(card: params[:card])
    render json: { name: member.name, card: member.card }
  end

  def eligible
    young = Member.young.pluck(:id)
    payments = Payment.where(member_id: young).order(id: :desc).limit(20)
    render json: payments.map { |payment| { id: payment.id, cents: payment.cents } }
  end
end
