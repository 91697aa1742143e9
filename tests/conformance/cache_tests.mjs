// cache-tests (https://cache-tests.fyi, npm http-cache-tests) through the nginx that is shipped, in front of the
// app's own origin for them (lab/cache_test_origin.hpp):
//
//     node cache_tests.mjs http://127.0.0.1:8080
//
// Prints "cache-tests required: 95 of 157" and the same for optimal behaviour. Exits 1 where a score is too low, or
// where a test fails that is not in known_misses.json, which says for each why nginx fails it. --misses prints
// the tests that fail, with what each saw.
import { readFileSync } from 'node:fs'
import fetch from 'node-fetch'
import { getResults, runTests } from 'http-cache-tests/client/runner.mjs'
import suites from 'http-cache-tests/tests/index.mjs'

const wanted = { required: 95, optimal: 55 }
const base = `${process.argv[2].replace(/\/$/, '')}/cached/test`
const known = JSON.parse(readFileSync(new URL('known_misses.json', import.meta.url)))

await runTests(suites, fetch, false, base)
const results = getResults()
const tests = suites.flatMap(suite => suite.tests).filter(test => !test.browser_only)
let failed = false

for (const [kind, least] of Object.entries(wanted)) {
  const ofKind = tests.filter(test => (test.kind ?? 'required') === kind)
  const missed = ofKind.filter(test => results[test.id] !== true)
  for (const test of missed) {
    const [what, why] = results[test.id] ?? ['untested', '']
    if (process.argv.includes('--misses')) console.log(`${test.id}\t${kind}\t${what}\t${why}\t${test.name}`)
    if (known[test.id]) continue
    console.log(`not a known miss: ${test.id} (${test.name}): ${what}: ${why}`)
    failed = true
  }
  const passed = ofKind.length - missed.length
  console.log(`cache-tests ${kind}: ${passed} of ${ofKind.length} (at least ${least})`)
  failed ||= passed < least
}
process.exit(failed ? 1 : 0)
