class GoalsController < ApplicationController
  def index
    goals = Goal.all.sort_by { |goal| [goal.scored_at, goal.id] }.reverse
    render json: { total: goals.size, goals: goals.slice((page - 1) * per, per).map { |goal| { id: goal.id, minute: goal.minute } } }
  end

  def latest
    render json: { goals: Goal.order(scored_at: :desc).limit(per).map { |goal| { id: goal.id, minute: goal.minute } } }
  end
end
