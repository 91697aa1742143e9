class Setting < ApplicationRecord
  def self.value_of(name)
    find_by!(name: name).value
  end
end
