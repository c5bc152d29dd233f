package main

import (
	"context"

	"csi-env.example/go-driver/csi"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// Limits that the driver advertises and keeps, in bytes and calls.
const (
	maxPayload  = 65536
	maxValue    = 16384
	maxInFlight = 64
)

type identity struct {
	csi.UnimplementedIdentityServer
	beta bool
}

func (*identity) GetPluginInfo(context.Context, *csi.GetPluginInfoRequest) (*csi.GetPluginInfoResponse, error) {
	return &csi.GetPluginInfoResponse{Name: "go-driver.csi-env.example", VendorVersion: "0.1.0"}, nil
}

func (*identity) Probe(context.Context, *csi.ProbeRequest) (*csi.ProbeResponse, error) {
	return &csi.ProbeResponse{Ready: wrapperspb.Bool(true)}, nil
}

// GetPluginCapabilities gives the hints. Requirements capability/hints-imply, capability/hints-sane.
func (i *identity) GetPluginCapabilities(context.Context, *csi.GetPluginCapabilitiesRequest) (*csi.GetPluginCapabilitiesResponse, error) {
	return &csi.GetPluginCapabilitiesResponse{Capabilities: []*csi.PluginCapability{{
		Type: &csi.PluginCapability_EnvVarInjection{EnvVarInjection: &csi.EnvVarInjectionCapability{
			MaxTotalPayloadBytes:       maxPayload,
			MaxValueLengthBytes:        maxValue,
			PreferredRpcTimeoutSeconds: 2,
			MaxInflightRequests:        maxInFlight,
			Description:                "values from memory, as an example",
			OptionalQueries:            i.beta,
		}},
	}}}, nil
}
