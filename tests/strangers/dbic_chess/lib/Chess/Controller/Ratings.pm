package Chess::Controller::Ratings;

use Mojo::Base 'Mojolicious::Controller', -signatures;

sub rows_of ($c) {
    my $rows = ($c->req->json // {})->{rows};
    return ref $rows eq 'ARRAY' ? grep { $_->{points} =~ /^-?\d{1,3}$/ } @$rows : ();
}

sub update ($c) {
    my ($players, $changed) = ($c->rs('Player'), 0);
    $c->db->txn_do(sub {
        for my $row (rows_of($c)) {
            my $player = $players->find({ licence_no => $row->{licence} }, { key => 'licence' }) or next;
            $player->update({ rating => $player->rating + $row->{points} });
            $changed++;
        }
    });
    $c->render(json => { changed => $changed });
}

# One UPDATE for all who get the same number of points.
sub update_batch ($c) {
    my (%licences, $changed);
    push @{ $licences{$_->{points}} }, $_->{licence} for rows_of($c);
    $c->db->txn_do(sub {
        for my $points (sort keys %licences) {
            $changed += $c->rs('Player')->search({ licence_no => { -in => $licences{$points} } })->update({ rating => \['rating + ?', $points] });
        }
    });
    $c->render(json => { changed => 0 + ($changed // 0) });
}

1;
