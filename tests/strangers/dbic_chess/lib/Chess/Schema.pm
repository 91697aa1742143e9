package Chess::Schema;

use strict;
use warnings;

use base 'DBIx::Class::Schema';

__PACKAGE__->load_namespaces;

# mysql://user:password@host:port/name or postgresql://...
sub connect_to {
    my ($class, $url) = @_;
    my ($scheme, $user, $password, $host, $port, $name) = $url =~ m{^(\w+)://([^:]+):([^@]+)@([^:]+):(\d+)/(\w+)$}
        or die "not the address of a database: $url\n";
    my %options = (AutoCommit => 1, RaiseError => 1, PrintError => 0, quote_names => 0);
    if ($scheme eq 'mysql') {
        return $class->connect("dbi:mysql:database=$name;host=$host;port=$port", $user, $password, { %options, mysql_enable_utf8mb4 => 1 });
    }
    return $class->connect("dbi:Pg:dbname=$name;host=$host;port=$port", $user, $password, { %options, pg_enable_utf8 => 1 });
}

sub is_mysql { shift->storage->sqlt_type eq 'MySQL' }

1;
