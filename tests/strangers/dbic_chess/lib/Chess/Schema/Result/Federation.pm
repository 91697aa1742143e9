package Chess::Schema::Result::Federation;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('federation');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(code name continent));
__PACKAGE__->set_primary_key('id');

__PACKAGE__->has_many(clubs => 'Chess::Schema::Result::Club', 'federation_id');
__PACKAGE__->has_many(players => 'Chess::Schema::Result::Player', 'federation_id');

1;
