package Chess::Schema::Result::Club;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('club');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(name city federation_id));
__PACKAGE__->set_primary_key('id');

__PACKAGE__->belongs_to(federation => 'Chess::Schema::Result::Federation', 'federation_id');
__PACKAGE__->has_many(players => 'Chess::Schema::Result::Player', 'club_id');
__PACKAGE__->has_many(teams => 'Chess::Schema::Result::Team', 'club_id');

1;
