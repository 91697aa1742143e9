Rails.application.routes.draw do
  root "teams#index"

  resources :players, only: :index do
    get :active, on: :collection
  end
  resources :teams, only: :index do
    collection { get :squads, :rosters }
  end
  resources :clubs, only: :index do
    get :sizes, on: :collection
  end
  resources :matches, only: :index do
    collection { get :fixtures, :draw }
    resources :goals, only: :index, controller: "match_goals"
  end
  resources :goals, only: :index do
    get :latest, on: :collection
  end
  resource :member_export, only: :show
  resources :members, only: [:index, :show] do
    collection { get :list, :search, :starting, :eligible }
    get "card/:card", on: :collection, action: :card
  end
  resources :payments, only: [] do
    collection { get :month, :range, :fees, :by_kind, :day_sums }
  end
  resources :articles, only: [:index, :show]
end
