import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPayloadDecoder } from '../decode/index.ts'
import type { RecordValue } from '../types/value.ts'
import { compileTemplate, TemplateError } from './index.ts'

const decode = createPayloadDecoder('json', '')
const row = (json: string): RecordValue | readonly RecordValue[] =>
  decode(new TextEncoder().encode(json))

const sample = row(`{
  "id": 17, "temp": 36.5, "name": "pump-a", "ok": true, "big": 1700000000123, "note": "a<b & \\"c\\"",
  "tags": ["hot", "north"], "pos": {"lat": 52.1, "lon": 4.9}, "items": [{"sku": "A1", "qty": 2}],
  "empty": "", "zero": 0, "nothing": null
}`)

/** The text, or the last part of the reason there is none. */
const render = (source: string, data = sample): string => {
  const compiled = compileTemplate(source)
  if (!compiled.ok) return `refused: ${compiled.message}`
  try {
    return compiled.template.render(data)
  } catch (error) {
    if (error instanceof TemplateError) return `failed: ${error.message}`
    throw error
  }
}

describe('actions', () => {
  test.each([
    ['t={{.temp}} {{ .ok }} {{.big}} {{.pos.lat}}', 't=36.5 true 1.700000000123e+12 52.1'],
    [
      '{{.tags}} {{.pos}} {{.nothing}} {{.nosuch.deep}}',
      '[hot north] map[lat:52.1 lon:4.9] <no value> <no value>',
    ],
    ['{{if .zero}}a{{else if .ok}}b{{else}}c{{end}}', 'b'],
    [
      '{{with .pos}}{{.lat}}/{{$.id}}{{end}}{{with .nosuch}}x{{else with .name}}{{.}}{{end}}',
      '52.1/17pump-a',
    ],
    ['{{range $i, $tag := .tags}}{{if $i}},{{end}}{{$tag}}{{end}}', 'hot,north'],
    [
      '{{range $k, $v := .pos}}{{$k}}={{$v}};{{end}}{{range .nosuch}}x{{else}}none{{end}}',
      'lat=52.1;lon=4.9;none',
    ],
    ['{{range 5}}{{if eq . 1}}{{continue}}{{end}}{{if eq . 3}}{{break}}{{end}}{{.}}{{end}}', '02'],
    ['{{$x := 1}}{{with 5}}{{$x := add $x .}}{{$x}}{{end}}{{$x}}', '61'],
    ['{{$x := 1}}{{if .ok}}{{$x = 2}}{{end}}{{$x}}', '2'],
    [
      '{{define "p"}}[{{.}}]{{end}}{{template "p" .name}}{{block "q" .id}}<{{.}}>{{end}}',
      '[pump-a]<17>',
    ],
    ['a  {{- .name -}}  b{{/* c */}}{{- /* d */ -}} e', 'apump-abe'],
    ['{{(index .items 0).sku}} {{index .tags 1}} {{len .name}}', 'A1 north 6'],
    ['{{.name | upper | printf "%s!" | quote}}', '"PUMP-A!"'],
    ['{{and .ok .name}} {{or .empty "d"}} {{not .zero}}', 'pump-a d true'],
    ['{{print 1 2 "a" 3}} {{println .ok}}', '1 2a3 true\n'],
  ])('%s', (source, expected) => {
    expect(render(source)).toBe(expected)
  })

  test('the list of rows is ranged over and counted', () => {
    const rows = row('[{"a":1},{"a":2}]')
    expect(render('{{len .}}:{{range .}}{{.a}}{{end}}:{{json .}}', rows)).toBe(
      '2:12:[{"a":1},{"a":2}]',
    )
  })
})

describe('functions', () => {
  test.each([
    [
      '{{eq .id 17.0}} {{lt .name "z"}} {{ne .nosuch "a"}} {{eq .nosuch nil}}',
      'true true true true',
    ],
    ['{{add 1.9 1.9 "4"}} {{sub 5 8}} {{div -7 2}} {{mod -7 3}}', '6 -3 -3 -1'],
    [
      '{{addf 0.1 0.2}} {{divf 1 3}} {{round 2.5 0}} {{round -2.5 0}}',
      '0.3 0.3333333333333333 3 -3',
    ],
    ['{{seq 3 1}}|{{until 3}}|{{untilStep 3 12 4}}', '3 2 1|[0 1 2]|[3 7 11]'],
    ['{{trunc 2 "\u017elu"}} {{trunc -3 .name}} {{substr 1 3 .name}}', '\u017e p-a um'],
    [
      '{{snakecase "FirstName"}} {{camelcase "http_server"}} {{title "pump room"}}',
      'first_name HttpServer Pump Room',
    ],
    ['{{join "-" .tags}} {{splitList "-" .name}} {{(split "-" .name)._1}}', 'hot-north [pump a] a'],
    [
      '{{list 1 "x" nil}} {{first .tags}} {{last (list)}} {{has 1 (list 1 2)}}',
      '[1 x <nil>] hot <no value> true',
    ],
    ['{{toJson (dict "a" 1 "b" (list 1.5 nil))}} {{get (dict) "x"}}|', '{"a":1,"b":[1.5,null]} |'],
    [
      '{{add}} {{addf}} {{divf 1 3 3}} {{toDecimal "777777777777777777777777"}}',
      '0 0 0.1111111111111111 0',
    ],
    ['{{snakecase "1.3.0-beta.1+b5"}} {{kebabcase "0x1f a  b"}}', '1.3.0_beta.1_+_b5 0x1f-a--b'],
    ['{{camelcase "GO_path__x_"}} {{upper "ß"}} {{title "don\'t"}}', "GoPath_X_ ß Don'T"],
    ['{{initial (list)}} {{rest (list)}} {{toJson (concat)}}', '[] [] null'],
    ['{{toJson (regexFindAll "z" .name -1)}} {{slice (list 1 2 3) nil 2}}', 'null [1 2]'],
    [
      '{{printf "%T %T" (split "-" "a-b") (chunk 2 (list 1))}}',
      'map[string]string [][]interface {}',
    ],
    [
      '{{mergeOverwrite (dict "a" 1 "b" 1) (dict "a" "")}} {{merge (dict "a" "") (dict "a" nil "z" nil)}}',
      'map[a: b:1] map[a:]',
    ],
    ['{{(semver "1.2.3").Compare (semver "1.3")}} {{(semver "1.2.3-a").IncPatch}}', '-1 1.2.3'],
    ['{{semverCompare "!=1.2.3" "1.2.3-beta"}}', 'true'],
    ['{{html .nosuch}} {{$x := .nothing}}{{$x.deep}}', '&lt;no value&gt; <no value>'],
    ['{{.name | }}{{(index .tags 0 |)}}', 'pump-ahot'],
    ['{{toPrettyJson .pos}}', '{\n  "lat": 52.1,\n  "lon": 4.9\n}'],
    [
      '{{toJson .note}} {{toRawJson .note}} {{html .note}}',
      '"a\\u003cb \\u0026 \\"c\\"" "a<b & \\"c\\"" a&lt;b &amp; &#34;c&#34;',
    ],
    [
      '{{base64 .temp}} {{b64dec "###"}} {{b32enc .name}}',
      'MzYuNQ== illegal base64 data at input byte 0 OB2W24BNME======',
    ],
    ['{{regexReplaceAll "p(u)" .name "<${1}>"}} {{regexMatch "(" .name}}', '<u>mp-a false'],
    [
      '{{toDate "2006-01-02" "2024-02-28" | dateModify "+36h" | date "2006-01-02 15:04"}}',
      '2024-02-29 12:00',
    ],
    [
      '{{snakecase "HTTPServer2Go"}} {{snakecase "http2xx"}} {{kebabcase "Bld4Floor3rd"}}',
      'http_server2_go http_2xx bld4-floor-3rd',
    ],
    ['{{durationRound "2h10m5s"}} {{duration "3661"}}', '2h 1h1m1s'],
    ['{{semverCompare "^1.2.0" "1.3.1"}} {{(semver "1.2.3-beta").Minor}}', 'true 2'],
    [
      '{{printf "%05d|%-6s|%6.2f|%x|%q|%T|%v|%" 7 "ab" 3.14159 255 "x" .id .pos}}',
      '00007|ab    |  3.14|ff|"x"|float64|map[lat:52.1 lon:4.9]|%!(NOVERB)',
    ],
    ['{{printf "%d %s" .id}}', '%!d(float64=17) %!s(MISSING)'],
    ['{{default "d" .empty}} {{coalesce .zero .name}} {{ternary "y" "n" .ok}}', 'd pump-a y'],
    ['{{typeOf .}} {{kindOf 1}} {{typeOf .tags}}', 'map[string]interface {} int []interface {}'],
  ])('%s', (source, expected) => {
    expect(render(source)).toBe(expected)
  })
})

describe('faults', () => {
  test.each([
    ['{{.name', 'refused: template: sink:1: unclosed action'],
    ['a\n{{end}}', 'refused: template: sink:2: unexpected {{end}}'],
    ['{{nosuch .a}}', 'refused: template: sink:1: function "nosuch" not defined'],
    ['{{if .a}}', 'refused: template: sink:1: unexpected EOF'],
    ['{{$x}}', 'refused: template: sink:1: undefined variable "$x"'],
    [
      '{{$x = 1}}',
      'failed: template: sink:1:2: executing "sink" at <$x = 1>: undefined variable: $x',
    ],
    [
      '{{$x := $x}}',
      'failed: template: sink:1:8: executing "sink" at <$x>: undefined variable: $x',
    ],
    [
      '{{if .ok}}{{define "p"}}{{end}}{{end}}',
      'refused: template: sink:1: unexpected <define> in command',
    ],
    [
      '{{define "p"}}a{{end}}{{define "p"}}b{{end}}',
      'refused: template: sink:1: template: multiple definition of template "p"',
    ],
    ['{{$x= 1}}', "refused: template: sink:1: bad character U+003D '='"],
    [
      '{{repeat -1 "a"}}',
      'failed: template: sink:1:2: executing "sink" at <repeat -1 "a">: error calling repeat: strings: negative Repeat count',
    ],
    [
      '{{substr 3 2 .name}}',
      'failed: template: sink:1:2: executing "sink" at <substr 3 2 .name>: error calling substr: runtime error: slice bounds out of range [3:2] with length 6',
    ],
    [
      '{{range $i, $n := 3}}{{end}}',
      'failed: template: sink:1:18: executing "sink" at <3>: can\'t use 3 to iterate over more than one variable',
    ],
    [
      '{{range int64 1e18}}x{{end}}',
      'failed: template: sink:1:14: executing "sink" at <1e18>: a range of 1000000000000000000 is longer than 10000000',
    ],
    [
      '{{urlParse "://h"}}',
      'failed: template: sink:1:2: executing "sink" at <urlParse "://h">: error calling urlParse: unable to parse url: parse "://h": missing protocol scheme',
    ],
    ['{{break}}', 'refused: template: sink:1: {{break}} outside {{range}}'],
    ['{{(upper .a}}', 'refused: template: sink:1: unclosed left paren'],
    [
      'é {{.name.x}}',
      'failed: template: sink:1:10: executing "sink" at <.name.x>: can\'t evaluate field x in type interface {}',
    ],
    [
      '{{eq .id 17}}',
      'failed: template: sink:1:2: executing "sink" at <eq .id 17>: error calling eq: incompatible types for comparison: float64 and int',
    ],
    [
      '{{upper .id}}',
      'failed: template: sink:1:8: executing "sink" at <.id>: wrong type for value; expected string; got float64',
    ],
    [
      '{{template "t"}}',
      'failed: template: sink:1:2: executing "sink" at <{{template "t"}}>: template "t" not defined',
    ],
    [
      '{{define "t"}}{{template "t"}}{{end}}{{template "t"}}',
      expect.stringContaining('exceeded maximum template depth'),
    ],
  ])('%s', (source, expected) => {
    expect(render(source)).toEqual(expected)
  })

  test('a syntax fault has its range', () => {
    expect(compileTemplate('ab {{upcase .x}}')).toMatchObject({ ok: false, at: 5, end: 11 })
  })

  test('what was written before a failure is told', () => {
    const compiled = compileTemplate('start {{.a.b}}')
    if (!compiled.ok) throw new Error(compiled.message)
    expect(() => compiled.template.render(row('{"a":1}'))).toThrow(
      expect.objectContaining({ written: 'start ', at: 10 }),
    )
  })
})

describe('safety', () => {
  test.each(['constructor', '__proto__', 'hasOwnProperty', 'toString'])(
    'no template reaches the prototype member %s',
    (name) => {
      expect(render(`{{.${name}}} {{index . "${name}"}}`)).toBe('<no value> <no value>')
      expect(render(`{{hasKey . "${name}"}} {{get (dict) "${name}"}}|`)).toBe('false |')
    },
  )

  test('no text makes the compiler or a run throw anything but its own errors', () => {
    const pieces = fc.constantFrom(
      ...'{{|}}|{{-| -}}|.a|$x|:=|=|(|)|if|else|end|range|with|define|"t"|template|1|0x|"|`|/*|*/|,| |\n|upper|index|'.split(
        '|',
      ),
      '|',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        expect(typeof render(parts.join(''))).toBe('string')
      }),
      { numRuns: 2000 },
    )
  })

  test('text without actions comes out as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('{{'))
        expect(render(text)).toBe(text)
      }),
    )
  })
})
