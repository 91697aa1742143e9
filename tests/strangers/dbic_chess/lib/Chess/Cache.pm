package Chess::Cache;

# Values in files, shared by the workers.

use Mojo::Base -base, -signatures;
use Storable qw(nstore retrieve);

has 'folder';

sub compute ($self, $name, $seconds, $make) {
    my $file = $self->folder . "/$name";
    my $changed = (stat $file)[9];
    return retrieve($file) if $changed && $changed > time - $seconds;
    my $value = $make->();
    nstore($value, "$file.$$");
    rename "$file.$$", $file or die "cannot write $file: $!\n";
    return $value;
}

1;
