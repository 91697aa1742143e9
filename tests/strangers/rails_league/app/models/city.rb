class City < ApplicationRecord
  has_many :venues
end
