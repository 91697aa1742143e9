package Chess::Schema::Result::Team;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('team');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(name league club_id));
__PACKAGE__->set_primary_key('id');

__PACKAGE__->belongs_to(club => 'Chess::Schema::Result::Club', 'club_id');
__PACKAGE__->has_many(team_members => 'Chess::Schema::Result::TeamMember', 'team_id');
__PACKAGE__->many_to_many(players => 'team_members', 'player');

1;
