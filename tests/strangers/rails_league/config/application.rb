require "csv"
require "rails"
require "active_record/railtie"
require "action_controller/railtie"
require "action_view/railtie"

module League
  class Application < Rails::Application
    config.load_defaults 6.1
    config.eager_load = true
    config.consider_all_requests_local = false
    config.active_record.dump_schema_after_migration = false
    config.log_level = :warn
    config.logger = ActiveSupport::Logger.new($stdout)
    config.hosts.clear
  end
end
