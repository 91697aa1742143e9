class ApplicationController < ActionController::Base
  rescue_from ActiveRecord::RecordNotFound do
    render plain: "Not found", status: :not_found
  end

  private

  def per
    params.fetch(:per, 20).to_i.clamp(1, 200)
  end

  def page
    [params.fetch(:page, 1).to_i, 1].max
  end

  def after
    params.fetch(:after, 0).to_i
  end

  def day
    Date.iso8601(params.fetch(:day, "2024-03-01"))
  end
end
