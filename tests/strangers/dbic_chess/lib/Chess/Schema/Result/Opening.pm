package Chess::Schema::Result::Opening;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('opening');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(eco name));
__PACKAGE__->set_primary_key('id');

__PACKAGE__->has_many(games => 'Chess::Schema::Result::Game', 'opening_id');

1;
