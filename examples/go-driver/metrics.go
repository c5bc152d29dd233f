package main

import (
	"fmt"
	"net/http"
	"sync"

	"google.golang.org/grpc/codes"
)

// counters counts calls by code, and is the page that shows them. No label carries a key or a value: who may read metrics may
// not read secrets. Requirement privacy/metrics.
type counters struct {
	mutex sync.Mutex
	calls map[codes.Code]int
}

func (c *counters) count(code codes.Code) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.calls == nil {
		c.calls = map[codes.Code]int{}
	}
	c.calls[code]++
}

func (c *counters) ServeHTTP(page http.ResponseWriter, _ *http.Request) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for code, n := range c.calls {
		fmt.Fprintf(page, "go_driver_calls_total{code=%q} %d\n", code, n)
	}
}
