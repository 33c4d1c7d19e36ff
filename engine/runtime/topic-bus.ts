import type { TopicBus, TopicMessage } from '../api/topic-bus.ts'

interface Subscription {
  readonly levels: readonly string[] | undefined
  readonly filter: string
  readonly receive: (message: TopicMessage) => void
}

/** The topics of one run. A subscriber that throws does not keep the message from the others. */
export function createTopicBus(reportError: (error: unknown) => void): TopicBus {
  const subscriptions = new Set<Subscription>()
  return {
    publish(message) {
      for (const subscription of [...subscriptions]) {
        if (!isMatch(subscription, message)) continue
        try {
          subscription.receive(message)
        } catch (error) {
          reportError(error)
        }
      }
    },
    subscribe(filter, receive) {
      const levels = /[+#]/.test(filter) ? filter.split('/') : undefined
      const subscription: Subscription = { levels, filter, receive }
      subscriptions.add(subscription)
      return () => {
        subscriptions.delete(subscription)
      }
    },
  }
}

function isMatch(subscription: Subscription, { topic, template }: TopicMessage): boolean {
  const { levels } = subscription
  if (levels === undefined) return subscription.filter === topic
  if (template !== undefined) return false
  const parts = topic.split('/')
  for (const [i, level] of levels.entries()) {
    if (level === '#') return true
    if (i >= parts.length) return false
    if (level !== '+' && level !== parts[i]) return false
  }
  return levels.length === parts.length
}
