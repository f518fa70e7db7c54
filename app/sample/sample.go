// Package sample holds orders and recorded exchange-rate feeds for demonstration and
// tests.
//
// All companies and banks in the orders are invented. The rates are as their publishers
// sent them, except cfets-ccpr-format.json, whose values only show the format.
package sample

import "embed"

// Files holds orders/*.json and rates/*.
//
//go:embed orders/*.json rates/*
var Files embed.FS
