package Chess::Schema::Result::Setting;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('setting');
__PACKAGE__->add_columns(qw(name value));
__PACKAGE__->set_primary_key('name');

1;
