class MatchGoalsController < ApplicationController
  def index
    match = Match.find(params[:match_id])
    goals = match.goals.preload(:player).order(:minute, :id)
    render json: goals.map { |goal| { minute: goal.minute, player: goal.player.name } }
  end
end
