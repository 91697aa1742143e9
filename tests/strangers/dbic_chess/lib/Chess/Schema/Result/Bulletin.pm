package Chess::Schema::Result::Bulletin;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('bulletin');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(title published_on body));
__PACKAGE__->set_primary_key('id');

1;
