package access

import (
	"errors"
	"slices"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"

	"touchstone/hooks/internal/fault"
)

// streamSession is under what name a stream keeps the session it was opened by.
const streamSession = "accessSession"

// bindStreams ties every stream to the session that opened it.
func (d *Desk) bindStreams(app core.App) {
	app.OnRealtimeConnectRequest().BindFunc(func(e *core.RealtimeConnectRequestEvent) error {
		if id := sessionIDOf(e.RequestEvent); id != "" {
			e.Client.Set(streamSession, id)
			e.Client.Set(apis.RealtimeClientAuthKey, e.Auth)
		}
		return e.Next()
	})
	// A session that ends while its stream is being opened is not among those
	// that are closed; so the stream looks once more when it is.
	app.OnRealtimeMessageSend().BindFunc(func(e *core.RealtimeMessageEvent) error {
		if id := sessionOfStream(e.Client); e.Message.Name == "PB_CONNECT" && id != "" && !isLive(e.App, id) {
			return errors.New("the session of this stream has ended")
		}
		return e.Next()
	})
	app.OnRealtimeSubscribeRequest().BindFunc(func(e *core.RealtimeSubscribeRequestEvent) error {
		if !e.HasSuperuserAuth() && sessionOfStream(e.Client) != sessionIDOf(e.RequestEvent) {
			return Respond(e.RequestEvent, fault.New(fault.Forbidden, "This stream was opened by somebody else. Open a new one."))
		}
		return e.Next()
	})
}

func sessionOfStream(c subscriptions.Client) string {
	id, _ := c.Get(streamSession).(string)
	return id
}

// closeStreams ends the open streams that are chosen; their requests return.
func closeStreams(app core.App, chosen func(subscriptions.Client) bool) {
	broker := app.SubscriptionsBroker()
	for id, client := range broker.Clients() {
		if chosen(client) {
			broker.Unregister(id)
		}
	}
}

func ofSessions(ids []string) func(subscriptions.Client) bool {
	return func(c subscriptions.Client) bool { return slices.Contains(ids, sessionOfStream(c)) }
}

func ofPerson(id string) func(subscriptions.Client) bool {
	return func(c subscriptions.Client) bool {
		auth, ok := c.Get(apis.RealtimeClientAuthKey).(*core.Record)
		return ok && auth != nil && auth.Id == id && auth.Collection().Name == "staff"
	}
}
