package app

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// postbox is a mail server on the loopback interface that keeps what it is given.
type postbox struct {
	*testing.T
	listener net.Listener

	mu sync.Mutex
	// refuse answers RCPT TO for an address, hangUp ends each conversation before it begins, auth asks for a password.
	refuse map[string]string
	hangUp bool
	auth   bool

	letters []letterOnTheWire
	tries   int
	secrets []string
}

type letterOnTheWire struct{ from, to, data string }

func newPostbox(t *testing.T) *postbox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postbox{T: t, listener: listener, refuse: map[string]string{}}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.talk(conn)
		}
	}()
	return p
}

func (p *postbox) url(user string) string {
	if user != "" {
		user += "@"
	}
	return "smtp://" + user + p.listener.Addr().String()
}

func (p *postbox) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

func (p *postbox) received() []letterOnTheWire {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]letterOnTheWire(nil), p.letters...)
}

// talk is one conversation (RFC 5321).
func (p *postbox) talk(conn net.Conn) {
	defer conn.Close()
	in, say := bufio.NewReader(conn), func(line string) { fmt.Fprint(conn, line+"\r\n") }
	p.mu.Lock()
	p.tries++
	hangUp := p.hangUp
	p.mu.Unlock()
	if hangUp {
		return
	}
	say("220 postbox")
	var letter letterOnTheWire
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		switch verb {
		case "EHLO":
			say("250-postbox")
			if p.auth {
				say("250-AUTH PLAIN")
			}
			say("250-8BITMIME")
			say("250 SMTPUTF8")
		case "AUTH":
			p.set(func() { p.secrets = append(p.secrets, line) })
			say("235 welcome")
		case "MAIL":
			letter = letterOnTheWire{from: line}
			say("250 ok")
		case "RCPT":
			letter.to = line
			answer := "250 ok"
			p.set(func() {
				for address, refusal := range p.refuse {
					if strings.Contains(line, address) {
						answer = refusal
					}
				}
			})
			say(answer)
		case "DATA":
			say("354 go on")
			letter.data = readData(in)
			p.set(func() { p.letters = append(p.letters, letter) })
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func readData(in *bufio.Reader) string {
	var data strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return data.String()
		}
		data.WriteString(strings.TrimPrefix(line, "."))
	}
}
