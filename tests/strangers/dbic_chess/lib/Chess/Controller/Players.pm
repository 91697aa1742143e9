package Chess::Controller::Players;

use Mojo::Base 'Mojolicious::Controller', -signatures;
use feature 'current_sub';
use Mojo::Util qw(encode);

use constant HASHES => 'DBIx::Class::ResultClass::HashRefInflator';

sub index ($c) {
    $c->render(template => 'players', players => [$c->rs('Player')->strongest($c->limit)->all]);
}

sub directory ($c) {
    $c->render(template => 'players', players => [$c->rs('Player')->strongest($c->limit)->search(undef, { prefetch => 'club' })->all]);
}

sub show ($c) {
    my $player = $c->rs('Player')->find({ licence_no => $c->param('licence') }, { key => 'licence' }) or return $c->missing;
    $c->render(
        template => 'player', player => $player,
        games    => [$player->white_games({}, { prefetch => ['black', 'opening'], order_by => { -desc => 'played_at' }, rows => 5 })->all],
        ratings  => [$player->ratings({}, { order_by => 'listed_on' })->all],
    );
}

sub by_email ($c) {
    my $players = $c->rs('Player')->search(\['LOWER(me.email) = ?', lc($c->param('email') // '')], { prefetch => 'club' });
    $c->render(json => [map { { licence => $_->licence_no, name => $_->name, email => $_->email, club => $_->club && $_->club->name } } $players->all]);
}

sub by_card ($c) {
    my $player = $c->rs('Player')->search({ card_no => $c->param('card') })->first or return $c->missing;
    $c->render(json => { licence => $player->licence_no, name => $player->name });
}

sub complete ($c) {
    my $prefix = ($c->param('starts') // '') =~ /^([A-Z]\d{0,6})$/ ? $1 : return $c->render(json => []);
    $c->render(json => [$c->rs('Player')->search(
        { 'me.licence_no' => { -like => "$prefix%" } },
        { columns => [qw(licence_no name)], order_by => 'me.licence_no', rows => $c->limit, result_class => HASHES })->all]);
}

# The rating on the list of each month from 2022 on.
sub ratings ($c) {
    my $months = $c->number(months => 12, 24);
    my $until  = sprintf '%04d-%02d-01', 2022 + int($months / 12), 1 + $months % 12;
    my $cursor = $c->rs('RatingHistory')->search(
        { player_id => $c->param('id'), listed_on => { '>=' => '2022-01-01', '<' => $until } },
        { columns => [qw(listed_on rating games)], order_by => 'listed_on' })->cursor;
    my @rows;
    while (my ($listed_on, $rating, $games) = $cursor->next) {
        push @rows, { month => substr($listed_on, 0, 7), rating => $rating, games => $games };
    }
    $c->render(json => \@rows);
}

# A thousand players at a time, each part sent before the next is read.
sub export ($c) {
    my ($players, $last) = ($c->rs('Player'), 0);
    $c->res->headers->content_type('text/csv;charset=UTF-8');
    my $send = sub ($c, @) {
        my @rows = $players->search({ 'me.id' => { '>' => $last } },
            { columns => [qw(id licence_no name title rating)], order_by => 'me.id', rows => 1000, result_class => HASHES })->all;
        return $c->finish unless @rows;
        $last = $rows[-1]{id};
        $c->write_chunk(encode('UTF-8', join '', map { join(',', @$_{qw(licence_no name)}, $_->{title} // '', $_->{rating}) . "\n" } @rows), __SUB__);
    };
    $c->$send;
}

1;
