class ArticlesController < ApplicationController
  def index
    @articles = Article.order(id: :desc).limit(per)
  end

  def show
    @article = Article.find(params[:id])
  end
end
