package Chess::Schema::Result::Tournament;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('tournament');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(name city starts_on ends_on status arbiter_id federation_id));
__PACKAGE__->set_primary_key('id');

__PACKAGE__->belongs_to(arbiter => 'Chess::Schema::Result::Arbiter', 'arbiter_id');
__PACKAGE__->belongs_to(federation => 'Chess::Schema::Result::Federation', 'federation_id');
__PACKAGE__->has_many(entries => 'Chess::Schema::Result::Entry', 'tournament_id');
__PACKAGE__->has_many(games => 'Chess::Schema::Result::Game', 'tournament_id');

1;
