/** The longest of a group's values as a text. */
export class Longest {
  static isAggregate = true

  exec([values]) {
    return values.map(String).reduce((a, b) => (b.length > a.length ? b : a), '')
  }
}
