class MemberExportsController < ApplicationController
  include ActionController::Live

  def show
    response.headers["Content-Type"] = "text/csv"
    Member.select(:id, :name, :email).find_each { |member| response.stream.write([member.name, member.email].to_csv) }
  ensure
    response.stream.close
  end
end
