// Command go-driver is a small CSI node plugin that serves NodeGetEnvVars from memory.
//
// It keeps the whole contract, so that a driver author can read what that takes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"csi-env.example/go-driver/csi"
	"google.golang.org/grpc"
)

func main() {
	endpoint := flag.String("endpoint", os.Getenv("CSI_ENDPOINT"), "where to listen: unix:///path.sock")
	beta := flag.Bool("beta", false, "serve optional queries")
	folder := flag.String("backend", "", "folder for the backend's log; a file named down in it takes the backend down")
	metrics := flag.String("metrics", "", "where to serve metrics: 127.0.0.1:PORT")
	flag.Parse()
	if err := run(*endpoint, *beta, *folder, *metrics); err != nil {
		fmt.Fprintln(os.Stderr, "go-driver:", err)
		os.Exit(1)
	}
}

func run(endpoint string, beta bool, folder, metrics string) error {
	path, ok := strings.CutPrefix(endpoint, "unix://")
	if !ok || path == "" {
		return fmt.Errorf("endpoint %q is not of the form unix:///path.sock", endpoint)
	}
	listener, err := listen(path)
	if err != nil {
		return err
	}
	if folder != "" {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	calls := &counters{}
	if metrics != "" {
		page, err := net.Listen("tcp", metrics)
		if err != nil {
			return err
		}
		defer page.Close()
		go http.Serve(page, calls)
	}
	server := grpc.NewServer()
	csi.RegisterIdentityServer(server, &identity{beta: beta})
	csi.RegisterNodeServer(server, newNode(beta, &store{folder: folder}, calls))

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		// Calls under way may end, but not for ever.
		time.AfterFunc(2*time.Second, server.Stop)
		server.GracefulStop()
	}()
	log.Printf("listening on %s", endpoint)
	return server.Serve(listener)
}

// listen opens a socket that owner and group can use; it takes the place of a stale one only.
// Requirement transport/socket-mode.
func listen(path string) (net.Listener, error) {
	if info, err := os.Lstat(path); err == nil {
		if info.Mode()&os.ModeSocket == 0 {
			return nil, fmt.Errorf("%s is there and is no socket", path)
		}
		if conn, err := net.DialTimeout("unix", path, time.Second); err == nil {
			conn.Close()
			return nil, fmt.Errorf("another driver listens on %s", path)
		}
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	old := syscall.Umask(0o117)
	defer syscall.Umask(old)
	return net.Listen("unix", path)
}
