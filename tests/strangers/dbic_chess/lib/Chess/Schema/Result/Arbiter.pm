package Chess::Schema::Result::Arbiter;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('arbiter');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(name grade));
__PACKAGE__->set_primary_key('id');

__PACKAGE__->has_many(tournaments => 'Chess::Schema::Result::Tournament', 'arbiter_id');

1;
