package Chess::Controller::Tournaments;

use Mojo::Base 'Mojolicious::Controller', -signatures;

sub latest ($c) {
    return $c->rs('Tournament')->search(undef, {
        prefetch => 'entries', order_by => [{ -desc => 'me.starts_on' }, { -desc => 'me.id' }], rows => $c->limit });
}

sub index ($c) {
    $c->render(json => [map { { tournament => $_->name, city => $_->city, starts => $_->starts_on } } latest($c)->all]);
}

sub entries ($c) {
    $c->render(json => [map {
        my $tournament = $_;
        { tournament => $tournament->name, starts => $tournament->starts_on,
          entered => [map { { player => $_->player_id, category => $_->category, paid => $_->paid } } $tournament->entries->all] }
    } latest($c)->all]);
}

# The next tournaments for which somebody has yet to pay, and who.
sub unpaid ($c) {
    my $tournaments = $c->rs('Tournament')->search({ 'entries.paid' => 0 }, { prefetch => 'entries', order_by => 'me.starts_on', rows => $c->limit });
    $c->render(template => 'unpaid', tournaments => [$tournaments->all]);
}

1;
