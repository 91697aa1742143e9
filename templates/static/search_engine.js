// Ranks the pages of the site for what someone types: whole and partial words, word forms, typos, code.
// A plain script without a browser: pages that were opened from a folder can't load modules, and tests use it too.
(function (scope) {
  "use strict";

  // What each field of a page in the index adds to its rank.
  var weights = { title: 6, words: 6, symptoms: 4, lead: 3, page: 2, code: 2, text: 1 };
  var caseBoost = 1.6;
  var phraseBonus = 1.5; // the fields that people wrote as search words also count as a whole
  var partWeight = 0.6; // of a word that only begins with what was typed
  var typoWeight = 0.5;

  var stopWords = new Set(("a an and any are as at be because been but by can cannot could do does doing for from inside get gets getting got had has have how " +
    "i if in into is it its just me my no not of on or our so some that the their them then there these they this to too until up us very was we were " +
    "what when where which while who why will with would you your " +
    "always bad good happen happens help helps need needs possible really should want wants").split(" "));

  // Words of everyday language and of the trade that mean the same wherever they occur. What is special to a case
  // belongs in the front matter of its lesson.
  var sameWords = [
    ["slow", "sluggish", "laggy", "lag", "slowness", "crawl", "takes forever", "takes ages", "takes too long"], ["database", "db", "dbms", "databank"], ["memory", "ram"], ["timeout", "timed out", "time out"],
    ["query", "sql statement"], ["javascript", "js"], ["n+1", "1+n", "n plus one", "n plus 1", "nplus1", "n1"], ["out of memory", "oom"],
    ["picture", "image"], ["delete", "remove"], ["user", "visitor", "customer"], ["time to first byte", "ttfb", "first byte"], ["postgresql", "postgres", "pg", "psql"],
    ["e-mail", "email", "mail"], ["spring", "jpa", "hibernate"], ["sequelize", "express", "node.js", "nodejs", "node"], ["eloquent", "laravel"],
    ["active record", "activerecord", "rails", "ruby on rails", "ror", "ruby"], ["freeze", "hang", "stuck"], ["fill up", "blow up", "explode"], ["infinite scroll", "endless scroll", "load more"],
    ["big o", "o(n2)", "o(n^2)", "o(n²)", "quadratic", "n squared"], ["logged in", "signed in", "authenticated"], ["excel", "xlsx", "spreadsheet", "csv"], ["foreign key", "fk"],
    ["many to many", "m2m"], ["production", "prod", "live"], ["laptop", "locally", "local machine", "localhost", "my machine", "my computer"],
    ["one by one", "row by row", "one at a time"], ["break down", "crash", "go down", "collapse"], ["garbage collection", "garbage collector", "gc"], ["thundering herd", "cache stampede", "dogpile", "dog pile"], ["homepage", "home page", "start page", "front page", "landing page"],
  ];

  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").replace(/[’‘]/g, "'").replace(/²/g, "2");
  }

  // Cuts the endings of word forms, so that "caching", "cached" and "caches" are one word. It need not be a word itself.
  function stemmed(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    if (/^indi[cz]es$/.test(word)) word = "index";
    var stem = word.replace(/is(e[drs]?|ing|ations?|er|ers)$/, "iz$1").replace(/ies$/, "y").replace(/(ss|sh|ch|x|z)es$/, "$1").replace(/([^su])s$/, "$1");
    var shorter = stem.replace(/(ations?|ators?|ate[ds]?|ating)$/, "").replace(/(ions?)$/, "");
    if (shorter.length >= 4 && shorter !== stem) return shorter.replace(/e$/, "");
    shorter = stem.replace(/(ing|ed|er|est|ly|ment|ness|able)$/, "");
    if (shorter.length >= 3 && shorter !== stem && /[aeiouy]/.test(shorter)) stem = shorter.replace(/([bdfgmnprt])\1$/, "$1");
    return stem.length > 3 ? stem.replace(/(e|y)$/, "") : stem;
  }

  // The words of a text in their order. Code gives its words and itself: "find_each" is find, each, findeach.
  function wordsOf(text) {
    var words = [];
    (plain(text).replace(/\bn\s*\+\s*1\b|\b1\s*\+\s*n\b/gi, " n+1 ").replace(/\bselect\s*\*/gi, " select star ").replace(/\bhow many\b/gi, " count ").replace(/\bselects\b/gi, " queries ")
      .replace(/\bIN\b|\bin(?=[ -]?\(|[ -](?:list|clause|lists|clauses)\b)/g, " inlist ").match(/[\p{L}\p{N}_]+(?:\+\d)?/gu) || []).forEach(function (raw) {
      var parts = raw.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2").toLowerCase().split(/[ _]+/).filter(Boolean);
      parts.forEach(function (part) { if (!stopWords.has(part)) words.push(part); });
      if (parts.length > 1) words.push(parts.join(""));
    });
    return words;
  }

  function termsOf(text) {
    return wordsOf(text).map(stemmed);
  }

  // "Eager loading" is also typed "eagerloading" and "eager-loading".
  function withPairs(terms) {
    return terms.concat(terms.slice(1).map(function (term, at) { return terms[at] + term; }));
  }

  var groups = sameWords.map(function (group) { return group.map(function (words) { return { terms: termsOf(words), words: wordsOf(words) }; }); });

  // The query as it was typed, and once more for each expression in it that has others of the same meaning.
  function readingsOf(words) {
    // "212 queries": what people count differs, and what they mean is that there are many.
    var typed = wordsOf(words.replace(/\b\d{2,}(?=\s+(?:\w+\s+)?(?:queries|selects|statements)\b)/gi, "hundreds"));
    var terms = typed.map(stemmed);
    var line = " " + terms.join(" ") + " ";
    var others = [];
    groups.forEach(function (group) {
      group.forEach(function (expression) {
        if (line.indexOf(" " + expression.terms.join(" ") + " ") < 0) return;
        group.forEach(function (other) {
          if (other !== expression) others.push({ instead: expression.terms, words: other.words });
        });
      });
    });
    return { typed: typed, terms: terms, others: others };
  }

  // Changes that turn one word into the other: a letter added, lost, replaced, or two exchanged (restricted Damerau-Levenshtein).
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    var before = [], last = [], row = [];
    for (var j = 0; j <= b.length; ++j) last[j] = j;
    for (var i = 1; i <= a.length; ++i) {
      row = [i];
      var least = i;
      for (j = 1; j <= b.length; ++j) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > limit) return limit + 1;
      before = last;
      last = row;
    }
    return last[b.length];
  }

  // `documents`: [{kind, title, href, lead, words: [], symptoms: [], code, text}]; search(words) gives them, best first.
  function Search(documents) {
    this.documents = documents;
    this.postings = new Map(); // term: Map of document to weight
    this.forms = new Map(); // word as it is written: term
    this.phrases = documents.map(function (each) {
      return [each.title].concat(each.words || [], each.symptoms || []).map(function (phrase) { return " " + termsOf(phrase).join(" ") + " "; });
    });
    documents.forEach(function (each, at) {
      Object.keys(weights).forEach(function (field) {
        var isList = Array.isArray(each[field]);
        var seen = new Map();
        var total = 0;
        [].concat(each[field] || []).forEach(function (text) {
          var words = wordsOf(text);
          var terms = words.map(stemmed);
          words.forEach(function (word, index) { this.forms.set(word, terms[index]); }, this);
          total += terms.length;
          // One word of an expression says less than the expression.
          var share = isList || field === "title" ? 1 / Math.sqrt(terms.length || 1) : 1;
          (share < 1 ? withPairs(terms) : terms).forEach(function (term) { seen.set(term, (seen.get(term) || 0) + share); });
        }, this);
        seen.forEach(function (times, term) {
          // A word that occurs often says more, but less and less so; a long text says less about each of its words (BM25).
          var length = isList ? 1 : 0.4 + 0.6 * total / 120;
          this.add(term, at, weights[field] * times * 2.2 / (times + 1.2 * length));
        }, this);
      }, this);
    }, this);
  }

  Search.prototype.add = function (term, document, weight) {
    var found = this.postings.get(term);
    if (!found) this.postings.set(term, found = new Map());
    found.set(document, (found.get(document) || 0) + weight);
  };

  Search.prototype.rarity = function (term) {
    var count = this.postings.has(term) ? this.postings.get(term).size : 0;
    return Math.log(1 + (this.documents.length - count + 0.5) / (count + 0.5));
  };

  // What a typed word can stand for in the index: [[term, weight]].
  Search.prototype.candidates = function (word) {
    var term = stemmed(word);
    var found = [];
    var isKnown = this.postings.has(term);
    if (isKnown) found.push([term, 1]);
    var typos = isKnown || word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    this.postings.forEach(function (_, known) {
      if (known === term) return;
      if (term.length > 1 && known.startsWith(term)) found.push([known, (isKnown ? 0.5 : 1) * partWeight * Math.sqrt(term.length / known.length)]);
    });
    // "Parallelise" where the index has "parallel" alone.
    if (!found.length) this.postings.forEach(function (_, known) {
      if ((known.length > 6 || (known.length > 4 && known.length >= 0.6 * term.length)) && term.startsWith(known)) found.push([known, partWeight * known.length / term.length]);
    });
    if (typos) this.forms.forEach(function (known, form) {
      var off = form.length > 3 ? distance(word, form, typos) : typos + 1;
      if (off <= typos) found.push([known, typoWeight / off * (form[0] === word[0] ? 1 : 0.6)]);
    });
    return found;
  };

  // The words of a compound that is typed as one: "slowquerylog" is slow, query, log. Null if it is none.
  Search.prototype.partsOf = function (word, maxParts) {
    var best = null;
    for (var at = 3; maxParts > 1 && at <= word.length - 3; ++at) {
      var head = word.slice(0, at), tail = word.slice(at);
      if (!this.forms.has(head)) continue;
      var rest = this.forms.has(tail) ? [tail] : this.partsOf(tail, maxParts - 1);
      if (rest && (!best || rest.length + 1 < best.length)) best = [head].concat(rest);
    }
    return best;
  };

  // What a typed word adds to each document: Map of document to score.
  Search.prototype.scored = function (word) {
    var scores = new Map();
    this.candidates(word).forEach(function (candidate) {
      var rarity = this.rarity(candidate[0]);
      this.postings.get(candidate[0]).forEach(function (weight, document) {
        scores.set(document, Math.max(scores.get(document) || 0, candidate[1] * rarity * weight));
      });
    }, this);
    return scores;
  };

  Search.prototype.search = function (words) {
    var reading = readingsOf(words);
    if (!reading.terms.length) return [];
    var scores = this.documents.map(function () { return 0; });
    var matched = this.documents.map(function () { return 0; });
    var own = reading.typed.map(this.scored, this);
    reading.typed.forEach(function (word, at) {
      var parts = word.length > 5 && word.length < 40 && this.partsOf(word, 3);
      if (parts) reading.others.push({ instead: [reading.terms[at]], words: parts });
      var next = reading.typed[at + 1]; // "B-tree" is typed for "btree"
      if (next && this.forms.has(word + next)) reading.others.push({ instead: [reading.terms[at], reading.terms[at + 1]], words: [word + next] });
    }, this);
    // Another expression of the same meaning takes the place of the terms that it replaces, where it scores more.
    reading.others.forEach(function (other) {
      var each = other.words.map(this.scored, this);
      var shares = other.instead.length;
      each[0].forEach(function (_, document) {
        if (!each.every(function (map) { return map.has(document); })) return;
        var sum = each.reduce(function (total, map) { return total + map.get(document); }, 0) * 0.8;
        other.instead.forEach(function (term) {
          var map = own[reading.terms.indexOf(term)];
          map.set(document, Math.max(map.get(document) || 0, sum / shares));
        });
      });
    }, this);
    own.forEach(function (map) {
      map.forEach(function (score, document) { scores[document] += score; matched[document] += Math.min(1, 0.5 + score / 8); });
    });
    // Two words that are one in the index: "find each".
    withPairs(reading.terms).slice(reading.terms.length).forEach(function (pair) {
      var postings = this.postings.get(pair);
      if (postings) postings.forEach(function (weight, document) { scores[document] += this.rarity(pair) * weight * 0.7; }, this);
    }, this);
    var line = " " + reading.terms.join(" ") + " ";
    this.phrases.forEach(function (phrases, document) {
      if (!scores[document]) return;
      var best = 0;
      phrases.forEach(function (phrase) {
        if (phrase.trim() && line.indexOf(phrase) >= 0) best = Math.max(best, phrase.length / line.length);
        else if (reading.terms.length > 1 && phrase.indexOf(line) >= 0) best = Math.max(best, line.length / phrase.length);
      });
      scores[document] *= 1 + phraseBonus * best;
      scores[document] *= Math.pow(matched[document] / reading.terms.length, 1.2); // pages with all of the words come first
      if (this.documents[document].kind === "case") scores[document] *= caseBoost;
    }, this);
    return this.documents
      .map(function (document, at) { return { document: document, score: scores[at] }; })
      .filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score; })
      .map(function (hit) { return hit.document; });
  };

  scope.CaseloadSearch = Search;
})(globalThis);
