package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// outcome is what a load did.
type outcome struct {
	requests int
	elapsed  time.Duration
	p50, p99 time.Duration
}

// drive sends requests in random order from clients that each wait for an answer before the next request, for the time
// given. Any answer that is no data ends it with an error.
func drive(ctx context.Context, address string, requests [][]byte, clients int, window time.Duration) (outcome, error) {
	latencies := make([][]time.Duration, clients)
	began := time.Now()
	g, ctx := errgroup.WithContext(ctx)
	for c := range clients {
		g.Go(func() (err error) {
			latencies[c], err = hammer(ctx, address, requests, rand.New(rand.NewPCG(uint64(c), 7)), began.Add(window))
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return outcome{}, err
	}
	o := outcome{elapsed: time.Since(began)}
	all := slices.Concat(latencies...)
	o.requests = len(all)
	o.p50, o.p99 = percentiles(all)
	return o, nil
}

// hammer is one client.
func hammer(ctx context.Context, address string, requests [][]byte, rng *rand.Rand, until time.Time) (latencies []time.Duration, err error) {
	c, err := connect(address)
	if err != nil {
		return nil, err
	}
	defer c.close()
	for ctx.Err() == nil {
		sent := time.Now()
		if sent.After(until) {
			break
		}
		if _, err := c.ask(requests[rng.IntN(len(requests))]); err != nil {
			return nil, err
		}
		latencies = append(latencies, time.Since(sent))
	}
	return latencies, ctx.Err()
}

// client is a connection that is kept. It does as little as it can, because it shares the machine with the server.
type client struct {
	conn net.Conn
	in   *bufio.Reader
	body bytes.Buffer
}

func connect(address string) (*client, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}, nil
}

func (c *client) close() { _ = c.conn.Close() }

// ask sends a request and gives the body of the answer, which is good until the next one.
func (c *client) ask(request []byte) ([]byte, error) {
	status, body, err := c.send(request)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK || !bytes.HasPrefix(body, []byte(`{"data":{`)) {
		return nil, fmt.Errorf("the server answered %d: %.300s", status, body)
	}
	return body, nil
}

func (c *client) send(request []byte) (status int, body []byte, err error) {
	if _, err := c.conn.Write(request); err != nil {
		return 0, nil, err
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, nil, err
	}
	c.body.Reset()
	_, err = c.body.ReadFrom(response.Body)
	return response.StatusCode, c.body.Bytes(), errors.Join(err, response.Body.Close())
}

// percentiles sorts the latencies and gives the median and the 99th percentile; zero when there are none.
func percentiles(all []time.Duration) (p50, p99 time.Duration) {
	if len(all) == 0 {
		return 0, 0
	}
	slices.Sort(all)
	return all[(len(all)-1)/2], all[(len(all)-1)*99/100]
}
