package Chess::Controller::Clubs;

use Mojo::Base 'Mojolicious::Controller', -signatures;

sub index ($c) {
    $c->render(template => 'clubs', clubs => [$c->rs('Club')->by_name($c->limit)->all]);
}

sub overview ($c) {
    $c->render(template => 'clubs_overview', clubs => [$c->rs('Club')->by_name($c->limit)->with_player_count->all]);
}

sub teams ($c) {
    $c->render(template => 'teams', clubs => [$c->rs('Club')->by_name($c->limit)->all]);
}

sub lineups ($c) {
    my $clubs = $c->rs('Club')->by_name($c->limit)->search(undef, { prefetch => { teams => { team_members => 'player' } } });
    $c->render(template => 'lineups', clubs => [$clubs->all]);
}

sub members ($c) {
    my $club = $c->rs('Club')->find($c->param('id')) or return $c->missing;
    $c->render(template => 'members', of => $club->name, players => [$club->search_related('players')->newest($c->limit)->all]);
}

sub federation_members ($c) {
    my $federation = $c->rs('Federation')->find($c->param('id')) or return $c->missing;
    $c->render(template => 'members', of => $federation->name, players => [$federation->search_related('players')->newest($c->limit)->all]);
}

1;
