package Chess::Controller::Games;

use Mojo::Base 'Mojolicious::Controller', -signatures;

sub index ($c) {
    $c->render(template => 'games', games => [$c->rs('Game')->latest($c->limit)->all]);
}

sub schedule ($c) {
    my $games = $c->rs('Game')->since($c->day)->search(undef, {
        prefetch => [{ white => 'federation' }, { tournament => 'arbiter' }], rows => $c->limit });
    $c->render(template => 'games', games => [$games->all]);
}

sub archive ($c) {
    my $page = $c->number(page => 1, 1000);
    my $games = $c->rs('Game')->latest(25)->search(undef, { page => $page });
    $c->render(template => 'archive', games => [$games->all], page => $page);
}

sub on_day ($c) {
    my $games = $c->rs('Game')->on_day($c->day)->search(undef, { prefetch => [qw(white black)] });
    $c->render(template => 'day', games => [$games->all], day => $c->day);
}

sub as_json ($game) {
    return { map { $_ => $game->get_column($_) } qw(id white_id black_id result played_at) };
}

# The latest games in which a grandmaster had white.
sub masters ($c) {
    my @masters = $c->rs('Player')->titled('GM')->get_column('id')->all;
    my $games = $c->rs('Game')->search({ 'me.white_id' => { -in => \@masters } })->latest(20);
    $c->render(json => [map { as_json($_) } $games->all]);
}

sub of_club ($c) {
    my $players = $c->rs('Player')->search({ club_id => $c->param('id') });
    my $games = $c->rs('Game')->search({ 'me.white_id' => { -in => $players->get_column('id')->as_query } })->latest($c->limit);
    $c->render(json => [map { as_json($_) } $games->all]);
}

sub rows_of ($c) {
    my $rows = ($c->req->json // {})->{rows};
    return map {
        my $row = $_;
        { tournament_id => $row->{tournament}, round => $row->{round}, board => $row->{board}, white_id => $row->{white}, black_id => $row->{black},
          opening_id => $row->{opening}, result => $row->{result}, moves => $row->{moves}, played_at => $row->{at} }
    } ref $rows eq 'ARRAY' ? @$rows[0 .. ($#$rows > 999 ? 999 : $#$rows)] : ();
}

sub create ($c) {
    my @games = $c->rs('Game')->populate([rows_of($c)]);
    $c->render(json => { saved => scalar @games }, status => 200);
}

sub create_batch ($c) {
    my @rows = rows_of($c) or return $c->render(json => { saved => 0 });
    $c->rs('Game')->insert_all(@rows);
    $c->render(json => { saved => scalar @rows });
}

1;
