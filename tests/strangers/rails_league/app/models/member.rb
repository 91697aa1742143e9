class Member < ApplicationRecord
  belongs_to :club, counter_cache: true
  has_many :payments

  # Members who may play for a team of the young.
  scope :young, -> { where(youth: true) }
end
