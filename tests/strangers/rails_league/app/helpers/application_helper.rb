module ApplicationHelper
  # The setting is read for each amount; Rails runs the query once per request and remembers its result.
  def money(cents)
    format("%.2f %s", cents / 100.0, Setting.value_of("currency"))
  end
end
