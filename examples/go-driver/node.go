package main

import (
	"context"
	"log"

	"csi-env.example/go-driver/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

type node struct {
	csi.UnimplementedNodeServer
	beta  bool
	store *store
	calls *counters
	slots chan struct{}
}

func newNode(beta bool, store *store, calls *counters) *node {
	return &node{beta: beta, store: store, calls: calls, slots: make(chan struct{}, maxInFlight)}
}

func (*node) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: "node-1"}, nil
}

// NodeGetCapabilities lists ENV_VAR_INJECTION. Requirement capability/advertised.
func (*node) NodeGetCapabilities(context.Context, *csi.NodeGetCapabilitiesRequest) (*csi.NodeGetCapabilitiesResponse, error) {
	return &csi.NodeGetCapabilitiesResponse{Capabilities: []*csi.NodeServiceCapability{{
		Type: &csi.NodeServiceCapability_Rpc{Rpc: &csi.NodeServiceCapability_RPC{
			Type: csi.NodeServiceCapability_RPC_ENV_VAR_INJECTION,
		}},
	}}}, nil
}

func (n *node) NodeGetEnvVars(ctx context.Context, request *csi.NodeGetEnvVarsRequest) (*csi.NodeGetEnvVarsResponse, error) {
	// concurrency/overload
	select {
	case n.slots <- struct{}{}:
		defer func() { <-n.slots }()
	default:
		return nil, status.Errorf(codes.ResourceExhausted, "%d calls are under way, try again later", maxInFlight)
	}
	response, err := n.answer(ctx, request)
	n.calls.count(status.Code(err))
	// privacy/logs: keys and codes, never values.
	log.Printf("NodeGetEnvVars class=%q queries=%d code=%s", request.ProviderClassName, len(request.Queries), status.Code(err))
	return response, err
}

// answer asks in the order of errors/precedence: is the request sound, may the pod ask, is everything there.
func (n *node) answer(ctx context.Context, request *csi.NodeGetEnvVarsRequest) (*csi.NodeGetEnvVarsResponse, error) {
	if err := validate(request); err != nil {
		return nil, err
	}
	if err := authorize(request); err != nil {
		return nil, err
	}
	response := &csi.NodeGetEnvVarsResponse{Results: make([]*csi.EnvVarResult, len(request.Queries))}
	// Each key is read once, however often the batch asks for it.
	type outcome struct {
		value string
		err   error
	}
	read := map[string]outcome{}
	var worst error
	for i, query := range request.Queries {
		known, found := read[query.Key]
		if !found {
			known.value, known.err = n.store.read(ctx, query.Key)
			read[query.Key] = known
		}
		// concurrency/deadline
		if ctx.Err() != nil {
			return nil, status.FromContextError(ctx.Err()).Err()
		}
		value, err := known.value, known.err
		if err != nil && n.beta && query.Optional && status.Code(err) != codes.InvalidArgument {
			// optional/missing
			response.Results[i] = &csi.EnvVarResult{Name: query.Name, Error: status.Convert(err).Message()}
			continue
		}
		if err != nil && (worst == nil || rank(err) < rank(worst)) {
			worst = err
		}
		response.Results[i] = &csi.EnvVarResult{Name: query.Name, Value: value}
	}
	// batch/all-or-nothing
	if worst != nil {
		return nil, worst
	}
	// values/response-size
	if size := proto.Size(response); size > maxPayload {
		return nil, status.Errorf(codes.InvalidArgument, "the values have %d bytes together, at most %d fit", size, maxPayload)
	}
	return response, nil
}

// rank orders failures as errors/precedence does.
func rank(err error) int {
	switch status.Code(err) {
	case codes.InvalidArgument:
		return 0
	case codes.PermissionDenied:
		return 1
	case codes.NotFound:
		return 2
	default:
		return 3
	}
}
