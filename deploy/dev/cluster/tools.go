//go:build tools

// Package cluster names the programs of Kubernetes that the tests run, so that `go mod tidy` keeps what they need.
package cluster

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
